"""Faults that somebody might one day write: each is put into a copy of the tree, and a named test must see it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Seed:
    """One fault: where, what stands there, what takes its place, and which tests look there."""

    fault: str
    path: str
    old: str
    new: str
    tests: tuple[str, ...]


SEEDS = (
    Seed(
        "scope of cases removed",
        "casework/querysets.py",
        "return self.filter(sight(actor))",
        "return self.all()",
        ("tests/casework/test_workflow.py::test_somebody_outside_the_scope_may_not_even_try",),
    ),
    Seed(
        "scope of rows removed",
        "casework/querysets.py",
        'return self.filter(sight(actor, "case__"))',
        "return self.all()",
        ("tests/test_permissions.py::test_every_cell",),
    ),
    Seed(
        "scope of conversations widened",
        "casework/querysets.py",
        "self.filter(hearing(actor))",
        'self.filter(sight(actor, "case__"))',
        ("tests/casework/test_conversation_reach.py::test_every_cell",),
    ),
    Seed(
        "`|safe` on a title",
        "templates/programs/detail.html",
        "{% block title %}{{ case.title",
        "{% block title %}{{ case.title|safe",
        ("tests/hostile/test_sample.py::test_typed_markup_stays_text",),
    ),
    Seed(
        "lock removed",
        "casework/locks.py",
        'rows.select_for_update(of=("self",), no_key=True)',
        "rows.all()",
        ("tests/programs/test_races.py::test_two_verifiers_take_one_case_and_one_gets_it",),
    ),
    Seed(
        "CSRF switched off",
        "portal/settings.py",
        '    "django.middleware.csrf.CsrfViewMiddleware",\n',
        "",
        ("tests/hostile/test_sample.py::test_no_post_without_its_token",),
    ),
    Seed(
        "one view exempt from CSRF",
        "portal/preferences.py",
        "@login_not_required\n@require_POST\ndef theme",
        (
            "@__import__('django.views.decorators.csrf', fromlist=['x']).csrf_exempt\n@login_n"
            "ot_required\n@require_POST\ndef theme"
        ),
        ("tests/hostile/test_sample.py::test_no_post_without_its_token",),
    ),
    Seed(
        "open without signing in",
        "portal/settings.py",
        '    "django.contrib.auth.middleware.LoginRequiredMiddleware",\n',
        "",
        ("tests/test_addresses.py::test_nobody_signed_in_is_sent_to_the_door_everywhere_else",),
    ),
    Seed(
        "limit of a file's size removed",
        "casework/documents.py",
        "if file.size > settings.DOCUMENT_MAX_BYTES:",
        "if False:",
        ("tests/casework/test_documents.py::test_size_is_limited",),
    ),
    Seed(
        "limit of what is packed removed",
        "casework/filetypes.py",
        "for entry in archive.infolist()) > MAX_UNPACKED",
        "for entry in archive.infolist()) < 0",
        ("tests/casework/test_documents.py::test_a_bomb_is_weighed_and_not_unpacked",),
    ),
    Seed(
        "macros let through",
        "casework/filetypes.py",
        "if names.intersection(MACROS):",
        "if False:",
        ("tests/casework/test_documents.py::test_what_could_hurt_is_refused_with_a_sentence",),
    ),
    Seed(
        "files without their policy",
        "casework/views/documents.py",
        'response["Content-Security-Policy"] =',
        "_unused =",
        ("tests/casework/test_documents.py::test_download_streams_with_a_strict_policy",),
    ),
    Seed(
        "a task with `eta=`",
        "casework/exports.py",
        "[export.pk])",
        "[export.pk], eta=clock.now())",
        ("tests/hostile/test_sample.py::test_no_task_waits_in_the_broker",),
    ),
    Seed(
        "formulas let through",
        "casework/spreadsheets.py",
        "text.lstrip()[:1] in FORMULA or",
        "False and",
        ("tests/casework/test_exports.py::test_nothing_typed_becomes_a_formula",),
    ),
    Seed(
        "limit of an amount removed",
        "programs/money.py",
        "> len(str(LARGEST)) or int(digits) > LARGEST",
        "> 4_000",
        (
            "tests/programs/test_money.py::test_any_text_is_an_amount_or_a_sentence",
            "tests/programs/test_money.py::test_what_is_not_whole_rupiah_is_refused_with_a_word",
        ),
    ),
    Seed(
        "an old page is not refused",
        "casework/workflow.py",
        "if version is not None and version != case.version:",
        "if False:",
        ("tests/casework/test_workflow.py::test_an_old_page_is_refused",),
    ),
    Seed(
        "policy not asked",
        "casework/workflow.py",
        "    if not row.allowed(actor, obj):",
        "    if False:",
        ("tests/casework/test_workflow.py::test_a_refused_move_leaves_everything_as_it_was",),
    ),
    Seed(
        "a move is not one transaction",
        "casework/workflow.py",
        "    row = obj.workflow[name]\n    with transaction.atomic():",
        "    row = obj.workflow[name]\n    if True:",
        (
            "tests/casework/test_workflow.py::test_news_travels_inside_the_transaction_and_a_listener_that_fails_undoes_the_move",
            "tests/programs/test_races.py",
        ),
    ),
    Seed(
        "turns stay open after a move",
        "casework/workflow.py",
        "    turns.close_turns(obj.case)\n",
        "",
        (
            "tests/hostile/test_walks.py::test_walks_keep_the_invariants",
            "tests/casework/test_workflow.py",
        ),
    ),
    Seed(
        "scripts in the policy",
        "portal/settings.py",
        '        "default-src": [SELF],\n        "img-src"',
        '        "default-src": [SELF, UNSAFE_INLINE],\n        "img-src"',
        ("tests/portal/test_templates.py::test_every_answer_carries_the_strict_policy",),
    ),
    Seed(
        "NUL let through to the database",
        "casework/listing.py",
        'text.replace("\\0", "")',
        "text",
        ("tests/programs/test_list.py::test_filters",),
    ),
    Seed(
        "sign-in counted per name",
        "portal/settings.py",
        '"login_failed": "20/m/ip"',
        '"login_failed": "5/m/key"',
        ("tests/accounts/test_signing_in.py::test_many_wrong_passwords_from_elsewhere_lock_nobody_out",),
    ),
    Seed(
        "a line break in a header",
        "casework/letters.py",
        "def one_line(text: str) -> str:",
        "def one_line(text: str) -> str:\n    return text\n\n\ndef _unused(text: str) -> str:",
        ("tests/casework/test_outbox.py::test_a_name_with_a_line_break_cannot_forge_a_header",),
    ),
)
