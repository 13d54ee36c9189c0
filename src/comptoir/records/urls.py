"""What is kept, what is given away, what is erased, and who did what."""

from django.urls import path

from comptoir.records.views import audit, persons

app_name = "records"

urlpatterns = [
    path("audit/", audit.audit, name="audit"),
    path("audit/copy/", audit.audit_file, name="audit_file"),
    path("people/<uuid:public_id>/", persons.person, name="person"),
    path("people/<uuid:public_id>/export/", persons.ask_export, name="ask_export"),
    path("people/<uuid:public_id>/erase/", persons.erase, name="erase"),
    path("exports/<uuid:public_id>/", persons.export, name="export"),
]
