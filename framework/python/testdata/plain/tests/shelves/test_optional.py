import unittest

raise unittest.SkipTest('nothing of this works here')
