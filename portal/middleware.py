"""The administration's own content security policy: its theme evaluates code in the page, the portal never does."""

from django.conf import settings


class AdminPolicyMiddleware:
    """Replaces the strict policy on /admin/ only; stands right behind the policy's own middleware."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path.startswith("/admin/"):
            response._csp_replace = settings.ADMIN_CONTENT_SECURITY_POLICY
        return response
