from django.urls import path

from shared.files import views

app_name = "files"
urlpatterns = [path("files/<uuid:pk>/", views.detail, name="detail")]
