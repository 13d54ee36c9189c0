"""What a visitor fills in."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from comptoir.demo.content.shapes import Channel
from comptoir.demo.people import Person
from comptoir.demo.posting import Enclosure

MOST_FILES = 5
LARGEST = 8 * 1024 * 1024
LANGUAGES = [
    ("en", "English"),
    ("fr", "Français"),
    ("ru", "Русский"),
    ("de", "Deutsch"),
    ("es", "Español"),
    ("it", "Italiano"),
    ("ja", "日本語"),
    ("pt", "Português"),
]


class NewcomerForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=60)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)


class _Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; each small enough, and not too many."""

    widget = _Files

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        given = data if isinstance(data, list) else [data] if data else []
        if len(given) > MOST_FILES:
            raise forms.ValidationError(_("At most five files. Take some out."))
        for each in given:
            super().clean(each, initial)
            if each.size > LARGEST:
                raise forms.ValidationError(_("A file may have 8 MB. Choose a smaller one."))
        return given


class LetterForm(forms.Form):
    mailbox = forms.ChoiceField(label=_("To"))
    subject = forms.CharField(label=_("Subject"), max_length=200)
    text = forms.CharField(label=_("Message"), max_length=20_000, widget=forms.Textarea)
    photos = FilesField(label=_("Photos or files"), required=False)
    answers = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.boxes = {each.key: each for each in person.mailboxes}
        choices = [(key, f"{box.name} ({box.address})") for key, box in self.boxes.items()]
        self.fields["mailbox"] = forms.ChoiceField(label=_("To"), choices=choices)
        self.fields["text"].widget.attrs |= {"lang": person.language, "rows": 7}

    @property
    def box(self) -> Channel:
        return self.boxes[self.cleaned_data["mailbox"]]

    @property
    def enclosures(self) -> list[Enclosure]:
        return [
            Enclosure(each.name or "file", _kind(each), each.read())
            for each in self.cleaned_data["photos"]
        ]


def _kind(file: "UploadedFile[Any]") -> str:
    told = file.content_type or ""
    return told if told.count("/") == 1 and told.isascii() else "application/octet-stream"
