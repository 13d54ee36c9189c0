"""Vouchers, for programs: how many are left, more codes, the end of a list."""

from ninja import File, Form, Query, Router
from ninja.files import UploadedFile

from comptoir.automation import services
from comptoir.automation.access import VOUCHERS
from comptoir.automation.api.shapes import ImportedVouchersOut, VoucherForm, VoucherListOut
from comptoir.automation.errors import NoSuchVoucherList
from comptoir.automation.queries.vouchers import VoucherLine, told_lists, voucher_lists
from comptoir.automation.services.vouchers import MOST_BYTES
from comptoir.rest.gate import ApiRequest, needs
from comptoir.rest.paging import Sort, cut
from comptoir.rest.schemas import MoneyOut, Page, Paging, RowId
from comptoir.rest.slots import ROUTERS

router = Router()
# What stands around a file in a form: its name, its kind, the boundaries.
_AROUND = 64 * 1024


@router.get("/voucher-lists", response=Page[VoucherListOut], summary="List the lists of vouchers")
@needs(VOUCHERS)
def list_voucher_lists(request: ApiRequest, paging: Query[Paging]) -> Page[VoucherListOut]:
    """The newest first."""
    page = cut(request, voucher_lists(), sort=Sort(newest_first=True), paging=paging)
    told = [_told(line) for line in told_lists(page.rows)]
    return Page(items=told, next_cursor=page.next_cursor)


def _told(line: VoucherLine) -> VoucherListOut:
    return VoucherListOut(
        id=line.id,
        name=line.name,
        total=line.total,
        taken=line.taken,
        left=line.left,
        values=[MoneyOut.of(value) for value in line.values],
        ends_on=line.ends_on,
        created_at=line.created_at,
        is_closed=line.is_closed,
    )


def _list(list_id: int) -> VoucherListOut:
    (line,) = told_lists(list(voucher_lists().filter(pk=list_id))) or (None,)
    if line is None:
        raise NoSuchVoucherList
    return _told(line)


@router.get("/voucher-lists/{list_id}", response=VoucherListOut, summary="Show a list of vouchers")
@needs(VOUCHERS)
def get_voucher_list(request: ApiRequest, list_id: RowId) -> VoucherListOut:
    return _list(list_id)


@router.post("/voucher-lists", response=ImportedVouchersOut, summary="Import codes of vouchers")
@needs(VOUCHERS, most_bytes=MOST_BYTES + _AROUND)
def import_vouchers(
    request: ApiRequest, file: File[UploadedFile], form: Form[VoucherForm]
) -> ImportedVouchersOut:
    """CSV: one code a line, or columns `code`, `value`, `currency`, `valid_until`. A file with one
    bad line is refused as a whole; `errors` tell the first twenty by their line."""
    told = services.import_vouchers(
        by=request.actor,
        name=form.name,
        content=file.read(),
        defaults=services.Defaults(form.value, form.currency, form.valid_until),
    )
    return ImportedVouchersOut(**dict(_list(told.list_id)), added=told.added, known=told.known)


@router.post(
    "/voucher-lists/{list_id}/close", response=VoucherListOut, summary="Close a list of vouchers"
)
@needs(VOUCHERS)
def close_voucher_list(request: ApiRequest, list_id: RowId) -> VoucherListOut:
    """Nothing more is taken from it; what was given stays valid."""
    services.close_voucher_list(by=request.actor, list_id=list_id)
    return _list(list_id)


ROUTERS.plug("Vouchers", router)
