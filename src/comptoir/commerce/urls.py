"""Sellers and who may come in for them, labels of buyers, imports."""

from django.urls import path

from comptoir.commerce.views import importing, labels, sellers

app_name = "commerce"

urlpatterns = [
    path("sellers/", sellers.seller_list, name="sellers"),
    path("sellers/<int:seller_id>/", sellers.seller_detail, name="seller"),
    path("sellers/<int:seller_id>/invite/", sellers.invite_contact, name="invite_contact"),
    path("sellers/<int:seller_id>/remove/", sellers.remove_contact, name="remove_contact"),
    path("imports/", importing.import_list, name="imports"),
    path("imports/templates/<slug:kind>.csv", importing.template_file, name="import_template"),
    path("imports/<int:run_id>/", importing.import_run, name="import_run"),
    path("imports/<int:run_id>/errors.csv", importing.import_errors, name="import_errors"),
    path("imports/<int:run_id>/start/", importing.start_import, name="start_import"),
    path("imports/<int:run_id>/drop/", importing.drop_import, name="drop_import"),
    path("labels/", labels.label_list, name="labels"),
    path("labels/add/", labels.add_label, name="add_label"),
    path("labels/<int:label_id>/", labels.change_label, name="change_label"),
    path("labels/<int:label_id>/remove/", labels.remove_label, name="remove_label"),
]
