"""The institutions that exist whoever serves in them: the agency, its UPT, and the provincial governments."""

from accounts.models import Institution
from regions import clock
from regions.models import Province, Upt, UptName

AGENCY = {"name": "Badan Penelitian dan Pengembangan SDM Kominfo", "short_name": "Badan Litbang SDM"}


def load() -> int:
    """Insert what is missing, change nothing that is there; how many rows were added."""
    Kind = Institution.Kind
    before = Institution.objects.count()
    if not Institution.objects.filter(kind=Kind.AGENCY).exists():
        Institution.objects.create(kind=Kind.AGENCY, **AGENCY)
    known = set(Institution.objects.filter(kind=Kind.UPT).values_list("upt_id", flat=True))
    official = dict(UptName.objects.on(clock.today()).values_list("upt", "name"))
    Institution.objects.bulk_create(
        Institution(kind=Kind.UPT, upt=upt, name=official.get(upt.pk, upt.short_name), short_name=upt.short_name)
        for upt in Upt.objects.exclude(pk__in=known)
    )
    known = set(Institution.objects.filter(kind=Kind.GOVERNMENT).values_list("province_id", flat=True))
    Institution.objects.bulk_create(
        Institution(
            kind=Kind.GOVERNMENT,
            province=province,
            name=f"Pemerintah Provinsi {province.name}",
            short_name=f"Pemprov {province.name}",
        )
        for province in Province.objects.exclude(pk__in=known)
    )
    return Institution.objects.count() - before
