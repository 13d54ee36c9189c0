"""What is kept, what is given away, what is erased, and who did what."""

from django.urls import path

from comptoir.records.views import audit, keeping, persons

app_name = "records"

urlpatterns = [
    path("audit/", audit.audit, name="audit"),
    path("audit/copy/", audit.audit_file, name="audit_file"),
    path("keeping/", keeping.keeping, name="keeping"),
    path("keeping/<slug:kept>/", keeping.set_days, name="set_days"),
    path("keeping/channels/<int:channel_id>/", keeping.set_channel_days, name="set_channel_days"),
    path("holds/", keeping.hold, name="hold"),
    path("holds/<int:hold_id>/lift/", keeping.lift, name="lift"),
    path("masking/", keeping.set_masking, name="set_masking"),
    path("people/<uuid:buyer>/", persons.person, name="person"),
    path("people/<uuid:buyer>/export/", persons.ask_export, name="ask_export"),
    path("people/<uuid:buyer>/erase/", persons.erase, name="erase"),
    path("exports/<uuid:export>/", persons.export, name="export"),
]
