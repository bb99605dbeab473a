"""The questions other rooms ask about where: which UPT serves which province on a day."""

from datetime import date

from regions.models import Coverage, Province, Upt
from regions.querysets import ProvinceQuerySet


def upt_covering(province: Province, on: date) -> Upt | None:
    coverage = Coverage.objects.on(on).filter(province=province).select_related("upt__office_province").first()
    return coverage.upt if coverage else None


def provinces_of(upt: Upt, on: date) -> ProvinceQuerySet:
    covered = Coverage.objects.on(on).filter(upt=upt)
    return Province.objects.existing_on(on).filter(pk__in=covered.values("province"))
