"""What every answer obeys: the methods it is asked by, and the administration's own content security policy."""

from django.conf import settings
from django.http import HttpResponseNotAllowed

METHODS = ("GET", "HEAD", "POST")


class MethodsMiddleware:
    """Pages are read and forms are sent; any other method is refused before a view could take it for a reading."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return self.get_response(request)


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
