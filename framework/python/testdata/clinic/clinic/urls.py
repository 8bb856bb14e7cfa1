from django.urls import include, path

from people import views as people
from records import views as records
from visits import views as visits

urlpatterns = [
    path('wards/', people.wards, name='wards'),
    path('patients/<int:number>/', people.patient, name='patient'),
    path('me/', people.me, name='me'),
    path('visits/', include([
        path('', visits.day, name='day'),
        path('book/', visits.book, name='book'),
        path('<int:number>/cancel/', visits.cancel, name='cancel'),
    ])),
    path('documents/', records.upload, name='upload'),
    path('documents/<int:number>/', records.download, name='download'),
]
