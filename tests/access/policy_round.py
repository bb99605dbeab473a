"""`make access`: Chromium opens pages of every reader under the portal's own policy, which has nothing to refuse."""

from tests.access.policy import listen, policy, refused

INLINE = "<!doctype html><title>x</title><p style='color:red'>x</p><script>window.ran = 1</script>"


def test_no_page_breaks_its_policy(looks, capsys):  # noqa: F811
    found, opened, policies = [], 0, set()
    for reader in looks.readers:
        window = listen(looks.window(reader))
        policies.add(policy(window, "/"))
        for page in looks.of(reader):
            if page.kind == "page":
                found += refused(window, page.url)
                opened += 1
        window.context.close()
    with capsys.disabled():
        print(f"\n{opened} pages of {len(looks.readers)} readers opened, {len(found)} times something was refused")
        print("\n".join([*sorted(policies), *found]))
    assert not found and opened > 100
    assert not any("unsafe" in policy for policy in policies)
    assert len(refused_inline(looks)) == 2, "the twin: what is inline must be seen to be refused"


def refused_inline(looks) -> list[str]:
    """A page of ours with a style and a script inside it, under the same policy."""
    window = listen(looks.window(""))
    head = {"Content-Type": "text/html", "Content-Security-Policy": policy(window, "/")}
    window.route("**/sisipan/", lambda route: route.fulfill(body=INLINE, headers=head))
    return refused(window, "/sisipan/")
