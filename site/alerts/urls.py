from django.urls import path

from alerts import views

app_name = "alerts"
urlpatterns = [
    path("account/alerts/", views.listed, name="list"),
    path("account/alerts/new/", views.new, name="new"),
    path("account/alerts/stop/<str:token>/", views.stop, name="stop"),
    path("account/alerts/<uuid:pk>/change/", views.change, name="change"),
    path("account/alerts/<uuid:pk>/pause/", views.pause, name="pause"),
    path("account/alerts/<uuid:pk>/resume/", views.resume, name="resume"),
    path("account/alerts/<uuid:pk>/delete/", views.delete, name="delete"),
]
