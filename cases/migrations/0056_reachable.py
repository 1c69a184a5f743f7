"""A telephone number or an e-mail address is enough, and where the kind allows it no address in Thailand is needed."""

import django.db.models.deletion
import phonenumber_field.modelfields
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import Q

# Who has to show an ID card is registered at an address.
FILL = "UPDATE cases_requesttype SET needs_address = needs_national_id"


class Migration(migrations.Migration):
    dependencies = [("cases", "0055_virus_scan")]

    operations = [
        migrations.AddField(
            model_name="requesttype",
            name="needs_address",
            field=models.BooleanField(
                default=False,
                help_text="Without it, people who live here without such an address can file as well.",
                verbose_name="needs an address in Thailand",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="case",
            name="phone",
            field=phonenumber_field.modelfields.PhoneNumberField(
                blank=True, max_length=128, region=None, verbose_name="telephone"
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="house_no",
            field=models.CharField(blank=True, max_length=200, verbose_name="house number"),
        ),
        migrations.AlterField(
            model_name="case",
            name="subdistrict",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="cases.subdistrict",
                verbose_name="subdistrict",
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="subdistrict_name",
            field=models.CharField(blank=True, max_length=100, verbose_name="subdistrict's name"),
        ),
        migrations.AlterField(
            model_name="case",
            name="district_name",
            field=models.CharField(blank=True, max_length=100, verbose_name="district's name"),
        ),
        migrations.AlterField(
            model_name="case",
            name="province_name",
            field=models.CharField(blank=True, max_length=100, verbose_name="province's name"),
        ),
        AddConstraintNotValid(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=~Q(phone="") | ~Q(email=""), name="case_can_be_answered"
            ),
        ),
        AddConstraintNotValid(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=Q(subdistrict=None, subdistrict_name="", district_name="", province_name="")
                | Q(subdistrict__isnull=False) & ~Q(house_no=""),
                name="case_address_whole",
            ),
        ),
    ]
