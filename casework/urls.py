"""Addresses of casework."""

from django.urls import path

from casework.views import bulk, exports, saved
from casework.views.choices import ChoicesView
from casework.views.conversation import ConversationView, EditView, PostView, ThreadView
from casework.views.conversation_acts import (
    FollowView,
    MentionableView,
    PreviewView,
    ReopenView,
    ResolveView,
    WithdrawView,
)
from casework.views.documents import DownloadView, VersionsView
from casework.views.inbox import InboxView, open_notice, read_all
from casework.views.lists import arrange
from casework.views.turns import AssignView, ClaimView, NudgeView, ReleaseView, SnoozeView

app_name = "casework"
urlpatterns = [
    path("akun/pemberitahuan/", ChoicesView.as_view(), name="choices"),
    path("berkas/<int:pk>/", DownloadView.as_view(), name="document"),
    path("perkara/<int:pk>/percakapan/", ConversationView.as_view(), name="conversation"),
    path("perkara/<int:pk>/percakapan/ikuti/", FollowView.as_view(), name="follow"),
    path("perkara/<int:pk>/percakapan/sebut/", MentionableView.as_view(), name="mentionable"),
    path("perkara/<int:pk>/percakapan/pratinjau/", PreviewView.as_view(), name="preview"),
    path("percakapan/<int:pk>/", ThreadView.as_view(), name="thread"),
    path("percakapan/<int:pk>/selesai/", ResolveView.as_view(), name="resolve"),
    path("percakapan/<int:pk>/buka/", ReopenView.as_view(), name="reopen"),
    path("percakapan/pesan/<int:pk>/", PostView.as_view(), name="post"),
    path("percakapan/pesan/<int:pk>/ubah/", EditView.as_view(), name="edit_post"),
    path("percakapan/pesan/<int:pk>/tarik/", WithdrawView.as_view(), name="withdraw_post"),
    path("berkas/<int:pk>/versi/", VersionsView.as_view(), name="versions"),
    path("daftar/kolom/", arrange, name="arrange"),
    path("daftar/serentak/", bulk.BulkView.as_view(), name="bulk"),
    path("daftar/serentak/<int:pk>/", bulk.BulkRunView.as_view(), name="bulk_run"),
    path("daftar/tampilan/<int:pk>/", saved.EditView.as_view(), name="view_edit"),
    path("daftar/tampilan/<int:pk>/hapus/", saved.DeleteView.as_view(), name="view_delete"),
    path("daftar/tampilan/baru/", saved.NewView.as_view(), name="view_new"),
    path("ekspor/", exports.ExportsView.as_view(), name="exports"),
    path("ekspor/<int:pk>/", exports.ExportView.as_view(), name="export"),
    path("ekspor/<int:pk>/unduh/", exports.ExportFileView.as_view(), name="export_file"),
    path("ekspor/baru/", exports.NewExportView.as_view(), name="export_new"),
    path("giliran/<int:pk>/ambil/", ClaimView.as_view(), name="claim"),
    path("giliran/<int:pk>/berikan/", AssignView.as_view(), name="assign"),
    path("giliran/<int:pk>/lepas/", ReleaseView.as_view(), name="release"),
    path("giliran/<int:pk>/ingatkan/", NudgeView.as_view(), name="nudge"),
    path("giliran/<int:pk>/tunda/", SnoozeView.as_view(), name="snooze"),
    path("kotak-masuk/", InboxView.as_view(), name="inbox"),
    path("kotak-masuk/dibaca/", read_all, name="read_all"),
    path("kotak-masuk/<int:pk>/", open_notice, name="notice"),
]
