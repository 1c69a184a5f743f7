"""The addresses of the work plans, below /staff/setup/plans/."""

from django.urls import path

from workflows.setup.plans.move_pages import move
from workflows.setup.plans.pages import names, new, plan, plans
from workflows.setup.plans.step_pages import new_stage, new_step, stage, step
from workflows.setup.plans.version_pages import all_versions, publish, rehearse, try_out, version

urlpatterns = [
    path("", plans, name="setup_plans"),
    path("new/", new, name="setup_plans_new"),
    path("<slug:code>/", plan, name="setup_plan"),
    path("<slug:code>/names/", names, name="setup_plan_names"),
    path("<slug:code>/stages/new/", new_stage, name="setup_plan_new_stage"),
    path("<slug:code>/stages/<slug:key>/", stage, name="setup_plan_stage"),
    path("<slug:code>/stages/<slug:key>/steps/new/", new_step, name="setup_plan_new_step"),
    path("<slug:code>/steps/<slug:key>/", step, name="setup_plan_step"),
    path("<slug:code>/publish/", publish, name="setup_plan_publish"),
    path("<slug:code>/rehearse/", rehearse, name="setup_plan_rehearse"),
    path("<slug:code>/versions/", all_versions, name="setup_plan_versions"),
    path("<slug:code>/versions/<int:number>/", version, name="setup_plan_version"),
    path("<slug:code>/versions/<int:number>/move/", move, name="setup_plan_move"),
    path("<slug:code>/versions/<int:number>/try/", try_out, name="setup_plan_try"),
]
