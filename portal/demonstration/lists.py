"""Views of lists that people of the story have saved: their own, their office's, and how one likes columns."""

from agreements.lists import AGREEMENTS
from casework.views_saved import arrange, keep
from portal.demonstration.lives import Story
from programs.lists import PROPOSALS

VIEWS = (
    (
        "BJM.verifier.1",
        PROPOSALS,
        "tampilan=terlambat&provinsi=64&urut=batas",
        "Terlambat di Kalimantan Timur",
        "private",
    ),
    ("BJM.verifier.1", PROPOSALS, "tampilan=daerah&urut=batas", "Menunggu daerah, yang terdekat dulu", "institution"),
    ("coordinator", PROPOSALS, "tahap=approved&urut=-nilai", "Disetujui, nilai terbesar", "institution"),
    ("coordinator", AGREEMENTS, "tampilan=berakhir&urut=berakhir", "Segera berakhir", "institution"),
)


def save_views(story: Story) -> None:
    for key, kind, query, name, audience in VIEWS:
        keep(kind, query, name=name, audience=audience, actor=story.cast.actor(key))
    columns = ["provinsi", "tahap", "giliran", "batas", "berakhir", "pihak"]
    arrange(AGREEMENTS, columns=columns, dense=False, order="", actor=story.cast.actor("coordinator"))
