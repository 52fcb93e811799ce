"""`dicom+tls://` against Orthanc: only an archive whose certificate is trusted, and is of its name, is asked."""
import subprocess

from case import CDSET, Orthanc


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


def an_archive_of_tls_is_asked_when_it_is_trusted(case):
    place = case.place / 'tls'
    place.mkdir()
    ours = Authority(place)
    certificate, key = ours.certificate('localhost', 'subjectAltName=DNS:localhost')
    own, own_key = ours.certificate('reader', 'extendedKeyUsage=clientAuth')
    series = CDSET / 'CD_2013_Stadtklinik/PT000000/ST000000/SE000001'
    settings = {'DicomTlsEnabled': True, 'DicomTlsCertificate': str(certificate), 'DicomTlsPrivateKey': str(key),
                'DicomTlsTrustedCertificates': str(ours.file)}
    for asks_for_ours in False, True:
        folder = place / str(asks_for_ours)
        folder.mkdir()
        orthanc = Orthanc(folder, {**settings, 'DicomTlsRemoteCertificateRequired': asks_for_ours},
                          ('+tls', own_key, own, '-ic'))
        try:
            (only_those_with_a_certificate_are_answered if asks_for_ours else the_archive_must_be_who_it_says)(
                case, orthanc, series, ours.file, own, own_key)
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


TESTS = (an_archive_of_tls_is_asked_when_it_is_trusted,)
