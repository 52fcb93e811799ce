"""Centres of the vertebral bodies of spine/lumbar_hitachi_dicom, series T2 SAG, by eye on its middle slice; LPS mm."""
VERTEBRAE = {'T12': (-13, 46, 132), 'L1': (-14, 46, 96), 'L2': (-15, 46, 62), 'L3': (-15, 46, 24), 'L4': (-16, 50, -10),
             'L5': (-16, 55, -42), 'S1': (-17, 65, -71)}
