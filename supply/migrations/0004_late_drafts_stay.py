from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('supply', '0003_adjournment'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='bid',
            name='bid_draft_only_before_opening',
        ),
        migrations.AddConstraint(
            model_name='bid',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), _negated=True), models.Q(('draft_data', b''), ('draft_key', b'')), _connector='OR'), name='bid_no_draft_once_withdrawn'),
        ),
    ]
