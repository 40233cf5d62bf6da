from django.urls import path

from search import feeds, views

app_name = "search"
urlpatterns = [
    path("search/", views.results, name="results"),
    path("search/suggest", views.suggest, name="suggest"),
    path("search/opened", views.opened, name="opened"),
    path("search/feed/", feeds.feed, name="feed"),
]
