"""`dicom+tls://` against Orthanc: only an archive whose certificate is trusted, and is of its name, is asked."""
import subprocess

from case import CDSET, Orthanc, Proxy
from sending import send, the_archive_has_what_was_written


def openssl(*words, text=None):
    done = subprocess.run(['openssl', *map(str, words)], input=text, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


class Authority:
    """A hospital's own; no system knows it."""

    def __init__(self, place):
        self.place, self.file = place, place / 'ca.crt'
        openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', place / 'ca.key', '-out', self.file, '-days', 2,
                '-subj', '/CN=Our hospital', '-addext', 'basicConstraints=critical,CA:TRUE')

    def certificate(self, name, says):
        """Of the name NAME, with a key; `says`: what it is of."""
        key, asked, made = (self.place / f'{name}.{ending}' for ending in ('key', 'csr', 'crt'))
        openssl('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', asked, '-subj', f'/CN={name}')
        (self.place / 'says').write_text(says)
        openssl('x509', '-req', '-in', asked, '-CA', self.file, '-CAkey', self.place / 'ca.key', '-CAcreateserial', '-out', made,
                '-days', 2, '-extfile', self.place / 'says')
        return made, key


class Hospital:
    """An authority, and what it says of an archive and of who asks."""

    def __init__(self, place):
        place.mkdir()
        authority = Authority(place)
        self.place, self.authorities = place, authority.file
        self.certificate, self.key = authority.certificate('localhost', 'subjectAltName=DNS:localhost')
        self.own, self.own_key = authority.certificate('reader', 'extendedKeyUsage=clientAuth')

    def archive(self, name, asks_for_ours):
        (self.place / name).mkdir()
        settings = {'DicomTlsEnabled': True, 'DicomTlsCertificate': str(self.certificate), 'DicomTlsPrivateKey': str(self.key),
                    'DicomTlsTrustedCertificates': str(self.authorities), 'DicomTlsRemoteCertificateRequired': asks_for_ours}
        return Orthanc(self.place / name, settings, ('+tls', self.own_key, self.own, '-ic'))


def an_archive_of_tls_is_asked_when_it_is_trusted(case):
    hospital, series = Hospital(case.place / 'tls'), CDSET / 'CD_2013_Stadtklinik/PT000000/ST000000/SE000001'
    for asks_for_ours in False, True:
        orthanc = hospital.archive(str(asks_for_ours), asks_for_ours)
        try:
            (only_those_with_a_certificate_are_answered if asks_for_ours else the_archive_must_be_who_it_says)(
                case, orthanc, series, hospital.authorities, hospital.own, hospital.own_key)
        finally:
            orthanc.end()


def the_archive_must_be_who_it_says(case, orthanc, series, authorities, own, own_key):
    def address(query, host='localhost', port=orthanc.port):
        return case.address(scheme='dicom+tls', host=host, port=port, query=query)
    orthanc.fill(series)
    trusted = f'?ca={authorities}'
    assert case.rows(address(trusted)) == case.rows(series)
    case.environment['SSL_CERT_FILE'] = str(authorities)   # as if the system trusted it
    assert case.rows(address('')) == case.rows(series)
    del case.environment['SSL_CERT_FILE']
    case.refused('is not trusted here', 'index', address(''))
    case.refused('certificate of another name than 127.0.0.1', 'index', address(trusted, host='127.0.0.1'))
    case.refused('does not speak TLS there', 'index', address(trusted, port=case.orthanc.port))
    case.refused('ca.key: is no file of certificates', 'index', address(f'?ca={authorities.with_suffix(".key")}'))
    case.refused('is no key of this certificate', 'index', address(f'{trusted}&cert={own}'))
    case.refused('of dicom+tls:// alone', 'index', case.address(query=trusted))


def only_those_with_a_certificate_are_answered(case, orthanc, series, authorities, own, own_key):
    address = case.address(scheme='dicom+tls', host='localhost', port=orthanc.port, query=f'?ca={authorities}')
    orthanc.fill(series)
    case.refused('it may want this computer\'s certificate (cert=FILE&key=FILE)', 'index', address)
    assert case.rows(f'{address}&cert={own}&key={own_key}') == case.rows(series)


def nobody_on_the_way_reads_what_is_sent(case):
    hospital = Hospital(case.place / 'tls_sending')
    orthanc = hospital.archive('secret', True)
    own = f'?ca={hospital.authorities}&cert={hospital.own}&key={hospital.own_key}'
    lines = {'dicom': Proxy(case.orthanc.port, by_archive=False), 'dicom+tls': Proxy(orthanc.port, by_archive=False)}
    try:
        for scheme, query in ('dicom', ''), ('dicom+tls', own):
            done = case.run(*send(case, scheme, case.address(scheme=scheme, host='localhost', port=lines[scheme].port, query=query)))
            assert done.returncode in (0, 3) and not done.stderr, done.stderr
        case.refused('is not trusted here', *send(case, 'untrusted', case.address(scheme='dicom+tls', host='localhost', port=orthanc.port)))
    finally:
        orthanc.end()
    plain = Orthanc(hospital.place / 'secret')   # the same archive: DCMTK's getscu of Debian 12 speaks no TLS
    try:
        ours = the_archive_has_what_was_written(case, plain, 'dicom+tls')
    finally:
        plain.end()
    name = next(iter(ours.values())).PatientName.encode()
    assert len(name) > 5 and name in lines['dicom'].heard and name not in lines['dicom+tls'].heard, name


TESTS = an_archive_of_tls_is_asked_when_it_is_trusted, nobody_on_the_way_reads_what_is_sent
