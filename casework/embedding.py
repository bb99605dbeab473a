"""Rows that hang on another row, read in that row's own query: a page that shows one case needs few queries.

    case = embedded(Case.objects, "documents").get(pk=17)
    unpacked(case, "documents").documents.all()    # asks nothing

PostgreSQL packs the rows as JSON; they come out as what prefetching would have made of them.
"""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Expression, JSONField, Model, OuterRef, QuerySet


class WholeRow(Expression):
    """A row of the query's own table as JSON. Naming each column would take longer to write than to read."""

    output_field = JSONField()

    def as_sql(self, compiler, connection):
        own_table = next(iter(compiler.query.alias_map))
        return f"to_jsonb({compiler.quote_name_unless_alias(own_table)})", []


def embedded(rows: QuerySet, *paths: str) -> QuerySet:
    """Bring the rows of these reverse relations along; a path such as `case__documents` goes through one row."""
    return rows.annotate(**{_packed(path): ArraySubquery(_inner(rows.model, path)) for path in paths})


def unpacked(row: Model, *paths: str) -> Model:
    """Put what `embedded` brought where prefetching would have put it."""
    for path in paths:
        owner, relation = _follow(row, path)
        children = [_made(relation.related_model, packed) for packed in getattr(row, _packed(path))]
        for child in children:
            setattr(child, relation.field.name, owner)
        found = getattr(owner, relation.get_accessor_name()).all()
        found._result_cache, found._prefetch_done = children, True
        owner.__dict__.setdefault("_prefetched_objects_cache", {})[relation.cache_name] = found
    return row


def _packed(path: str) -> str:
    return f"_packed_{path}"


def _inner(model: type[Model], path: str) -> QuerySet:
    through, _sep, name = path.rpartition("__")
    relation = (model._meta.get_field(through).related_model if through else model)._meta.get_field(name)
    child = relation.related_model
    owner = OuterRef(f"{through}_id" if through else "pk")
    rows = child._base_manager.filter(**{relation.field.name: owner}).order_by(*child._meta.ordering)
    return rows.values(packed=WholeRow())


def _follow(row: Model, path: str):
    through, _sep, name = path.rpartition("__")
    owner = getattr(row, through) if through else row
    return owner, owner._meta.get_field(name)


def _made(model: type[Model], packed: dict) -> Model:
    fields = model._meta.concrete_fields
    values = [field.to_python(packed[field.column]) for field in fields]
    return model.from_db(None, [field.attname for field in fields], values)
