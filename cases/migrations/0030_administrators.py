"""Administrators of existing installations may change the roles' rights and name readers."""

from django.db import migrations

NEW = [
    ("rolepermission", "view_rolepermission"),
    ("rolepermission", "add_rolepermission"),
    ("rolepermission", "change_rolepermission"),
    ("kindreader", "view_kindreader"),
    ("kindreader", "add_kindreader"),
    ("kindreader", "change_kindreader"),
    ("kindreader", "delete_kindreader"),
]


def allow(apps, schema_editor):
    group = apps.get_model("auth", "Group").objects.filter(name="administrator").first()
    if group is None:
        return
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    for model, codename in NEW:
        kind, _ = ContentType.objects.get_or_create(app_label="cases", model=model)
        name = f"Can {codename.replace('_', ' ', 1)}"
        permission, _ = Permission.objects.get_or_create(
            content_type=kind, codename=codename, defaults={"name": name}
        )
        group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0029_staff_sessions"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(allow, migrations.RunPython.noop)]
