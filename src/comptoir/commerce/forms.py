"""Forms of commerce: they only read; services decide."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ContactForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"), max_length=320)
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
