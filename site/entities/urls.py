from entities.views import invitations

app_name = "entities"
urlpatterns = invitations.urls
