raise ValueError('when it is imported')
