"""The addresses of the people's pages, below /staff/setup/people/."""

from django.urls import path

from workflows.setup.people.directory import directory
from workflows.setup.people.importing import people_file, template
from workflows.setup.people.leaving import come_back, leave, reset_factor, unlink
from workflows.setup.people.listing import people
from workflows.setup.people.passwords import password, passwords
from workflows.setup.people.person import new_person, person

urlpatterns = [
    path("", people, name="setup_people"),
    path("new/", new_person, name="setup_person_new"),
    path("passwords/", passwords, name="setup_people_passwords"),
    path("file/", people_file, name="setup_people_file"),
    path("file/people.csv", template, name="setup_people_template"),
    path("directory/", directory, name="setup_people_directory"),
    path("<int:pk>/", person, name="setup_person"),
    path("<int:pk>/password/", password, name="setup_person_password"),
    path("<int:pk>/leave/", leave, name="setup_person_leave"),
    path("<int:pk>/back/", come_back, name="setup_person_back"),
    path("<int:pk>/factor/", reset_factor, name="setup_person_factor"),
    path("<int:pk>/single-sign-on/", unlink, name="setup_person_sso"),
]
