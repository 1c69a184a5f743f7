"""A number that changes with the routing rules and with what they depend on."""

from django.db import migrations, models

WATCH = """
CREATE SEQUENCE cases_routing_number;
CREATE FUNCTION cases_routing_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO cases_routingversion (id, number) VALUES (1, nextval('cases_routing_number'))
    ON CONFLICT (id) DO UPDATE SET number = EXCLUDED.number;
    RETURN NULL;
END $$;
CREATE TRIGGER routing_changed AFTER INSERT OR UPDATE OR DELETE ON cases_routingrule
    FOR EACH STATEMENT EXECUTE FUNCTION cases_routing_changed();
CREATE TRIGGER routing_changed AFTER INSERT OR UPDATE OR DELETE ON cases_routingrule_kinds
    FOR EACH STATEMENT EXECUTE FUNCTION cases_routing_changed();
CREATE TRIGGER routing_changed AFTER INSERT OR UPDATE OR DELETE ON cases_routingrule_subdistricts
    FOR EACH STATEMENT EXECUTE FUNCTION cases_routing_changed();
CREATE TRIGGER routing_changed AFTER UPDATE OF active ON cases_department
    FOR EACH STATEMENT EXECUTE FUNCTION cases_routing_changed();
CREATE TRIGGER routing_changed AFTER UPDATE OF active, department_id ON cases_unit
    FOR EACH STATEMENT EXECUTE FUNCTION cases_routing_changed();
CREATE TRIGGER routing_changed AFTER UPDATE OF active, category_id ON cases_requesttype
    FOR EACH STATEMENT EXECUTE FUNCTION cases_routing_changed();
CREATE TRIGGER routing_changed AFTER INSERT OR UPDATE OR DELETE ON cases_questionset
    FOR EACH STATEMENT EXECUTE FUNCTION cases_routing_changed();
"""
UNWATCH = """
DROP TRIGGER routing_changed ON cases_routingrule;
DROP TRIGGER routing_changed ON cases_routingrule_kinds;
DROP TRIGGER routing_changed ON cases_routingrule_subdistricts;
DROP TRIGGER routing_changed ON cases_department;
DROP TRIGGER routing_changed ON cases_unit;
DROP TRIGGER routing_changed ON cases_requesttype;
DROP TRIGGER routing_changed ON cases_questionset;
DROP FUNCTION cases_routing_changed();
DROP SEQUENCE cases_routing_number;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0034_routing_rules"),
    ]

    operations = [
        migrations.CreateModel(
            name="RoutingVersion",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("number", models.BigIntegerField()),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="routing_version_one_row")
                ],
            },
        ),
        migrations.RunSQL(WATCH, UNWATCH),
    ]
