"""Sellers, and who may come in for them."""

from django.urls import path

from comptoir.commerce import views

app_name = "commerce"

urlpatterns = [
    path("sellers/", views.seller_list, name="sellers"),
    path("sellers/<int:seller_id>/", views.seller_detail, name="seller"),
    path("sellers/<int:seller_id>/invite/", views.invite_contact, name="invite_contact"),
    path("sellers/<int:seller_id>/remove/", views.remove_contact, name="remove_contact"),
]
