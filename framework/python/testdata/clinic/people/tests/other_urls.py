from django.urls import path

from people import views

urlpatterns = [path('stations/', views.wards)]
