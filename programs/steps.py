"""Which field is written on which step, and which of them a proposal may not lack."""

from programs.kinds import Kind, Step

# Fields of the proposal (title is the case's) by step.
COMMON = {
    Step.SUBJECT: ("title", "kind", "fiscal_year"),
    Step.AIM: ("aim", "target_group", "participants", "outputs", "outcomes", "risks"),
    Step.PLACE: (
        "starts_on",
        "ends_on",
        "method",
        "location",
        "regencies",
        "contact_name",
        "contact_phone",
    ),
}

# Fields of the kind's own table by step; they follow the common ones.
OWN = {
    Kind.CERTIFICATION: {
        Step.AIM: (
            "scheme",
            "scheme_kind",
            "standard",
            "unit_codes",
            "lsp_name",
            "lsp_licence",
            "lsp_licence_until",
        ),
        Step.PLACE: ("site_kind", "assessors", "tested_on"),
    },
    Kind.SKKNI: {
        Step.AIM: (
            "field",
            "stage",
            "committee",
            "drafting_team",
            "industry_code",
            "units",
            "review_year",
            "province_part",
        ),
    },
    Kind.ASN_TRAINING: {
        Step.AIM: (
            "training_kind",
            "academy",
            "hours",
            "hours_self_study",
            "education",
            "trainers",
            "pass_mark",
            "max_absence",
        ),
        Step.PLACE: ("batches", "seats_per_batch"),
    },
    Kind.RESEARCH: {
        Step.AIM: (
            "research_kind",
            "question",
            "method_used",
            "lead_researcher",
            "team",
            "permit",
            "policy_target",
            "openness",
        ),
    },
    Kind.DOMESTIC_MASTERS: {
        Step.AIM: (
            "university",
            "study_programme",
            "mode",
            "intake",
            "quota",
            "service_years",
            "max_age",
            "employment",
            "return_duty",
        ),
    },
    Kind.SMK_LSP: {
        Step.AIM: (
            "npsn",
            "school",
            "expertise",
            "licence",
            "licence_number",
            "schemes",
            "teacher_assessors",
            "pupils",
            "industry_partner",
        ),
    },
}

OPTIONAL = {
    "risks",
    "regencies",
    "standard",
    "lsp_licence_until",
    "tested_on",
    "drafting_team",
    "industry_code",
    "review_year",
    "academy",
    "hours_self_study",
    "education",
    "trainers",
    "team",
    "permit",
    "openness",
    "max_age",
    "licence_number",
    "teacher_assessors",
    "industry_partner",
}


def common_fields(step: str) -> tuple[str, ...]:
    return COMMON.get(step, ())


def own_fields(kind: str, step: str) -> tuple[str, ...]:
    return OWN.get(kind, {}).get(step, ())
