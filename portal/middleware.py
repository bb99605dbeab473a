"""What every answer obeys: methods, addresses, the administration's own policy, and that text is compressed."""

from django.conf import settings
from django.http import Http404, HttpResponseNotAllowed
from django.middleware.gzip import GZipMiddleware

from casework.listing import cleaned

METHODS = ("GET", "HEAD", "POST")


class MethodsMiddleware:
    """Pages are read and forms are sent; any other method is refused before a view could take it for a reading."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return self.get_response(request)


class CookiesMiddleware:
    """A cookie that holds NUL (a browser may write it as \\000) is none of ours, and names no session.

    Stands before the session, which would ask the database for it; that takes none.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.COOKIES = {name: value for name, value in request.COOKIES.items() if "\0" not in value}
        return self.get_response(request)


class AddressMiddleware:
    """An address that holds NUL names nothing; a view would ask the database for it, which takes none.

    Stands behind whatever a page of ours needs to be drawn.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\0" in request.path_info:
            raise Http404
        return self.get_response(request)


class SendingMiddleware:
    """A form that static/js/upload.js sends is told where to go on instead of being led there.

    A browser would follow unseen, and what the page there says once (that it was done) would have been said to nobody.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if "X-Sends-Files" in request.headers and "Location" in response.headers:
            response.headers["X-Goes-To"] = response.headers["Location"]
            del response.headers["Location"]
            response.status_code = 204
        return response


class AdminPolicyMiddleware:
    """Its theme evaluates code in the page, the portal never does.

    Replaces the strict policy on /admin/ only; stands right behind the policy's own middleware.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path.startswith("/admin/"):
            response._csp_replace = settings.ADMIN_CONTENT_SECURITY_POLICY
        return response


class AdminWordsMiddleware:
    """The administration's filters hand the words of the address to the database as they are; it takes no NUL."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path.startswith("/admin/"):
            request.GET = cleaned(request.GET)
        return self.get_response(request)


class CompressMiddleware(GZipMiddleware):
    """Text alone: a document is sent as it is stored, with its length, so that a browser can say how far it is.

    Django lengthens each compressed answer at random, so that its size tells nothing of a secret in it.
    """

    def process_response(self, request, response):
        text = response.headers.get("Content-Type", "").startswith(("text/", "application/json"))
        return super().process_response(request, response) if text and not response.streaming else response
