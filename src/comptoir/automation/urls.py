"""The picker under the composer, templates and vouchers, orders and letters to many."""

from django.urls import path

from comptoir.automation.views import library, mailings, orders, picking, pictures, vouchers

app_name = "automation"

urlpatterns = [
    path("c/<int:number>/picker/", picking.picker, name="picker"),
    path("c/<int:number>/pick/<int:template_id>/", picking.pick, name="pick"),
    path("c/<int:number>/uses/", picking.uses, name="uses"),
    path("uses/<int:use_id>/drop/", picking.drop, name="drop"),
    path("uses/<int:use_id>/run/", picking.run, name="run"),
    path("templates/", library.template_list, name="templates"),
    path("templates/new/", library.new_template, name="new_template"),
    path("templates/preview/", library.preview, name="preview"),
    path("templates/<int:template_id>/", library.template, name="template"),
    path("templates/<int:template_id>/versions/", library.versions, name="versions"),
    path("templates/<int:template_id>/archive/", library.archive, name="archive"),
    path("templates/<int:template_id>/unarchive/", library.unarchive, name="unarchive"),
    path("templates/<int:template_id>/owner/", library.give, name="give"),
    path("templates/<int:template_id>/files/", library.add_file, name="add_file"),
    path(
        "templates/<int:template_id>/files/<int:file_id>/remove/",
        library.remove_file,
        name="remove_file",
    ),
    path("pictures/", pictures.draw_picture, name="draw_picture"),
    path("pictures/<uuid:public_id>/", pictures.picture, name="picture"),
    path("pictures/drawn/", pictures.drawn_picture, name="drawn_picture"),
    path("revisions/<int:revision_id>/approve/", library.approve, name="approve"),
    path("revisions/<int:revision_id>/decline/", library.decline, name="decline"),
    path("revisions/<int:revision_id>/restore/", library.restore, name="restore"),
    path("orders/", orders.order_list, name="orders"),
    path("mailings/", mailings.mailing_list, name="mailings"),
    path("mailings/new/", mailings.new_mailing, name="new_mailing"),
    path("mailings/<int:mailing_id>/", mailings.mailing, name="mailing"),
    path("mailings/<int:mailing_id>/words/", mailings.word_mailing, name="word_mailing"),
    path("mailings/<int:mailing_id>/resume/", mailings.resume_mailing, name="resume_mailing"),
    path("mailings/<int:mailing_id>/stop/", mailings.stop_mailing, name="stop_mailing"),
    path("mailings/<int:mailing_id>/progress/", mailings.mailing_progress, name="mailing_progress"),
    path("vouchers/", vouchers.voucher_list, name="vouchers"),
    path("vouchers/<int:list_id>/close/", vouchers.close_list, name="close_list"),
]
