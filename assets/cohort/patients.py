"""Which patients there are, and which program reads them."""
import csv, os, pathlib, re, shutil

PACKED = ('.zip', '.7z', '.tar', '.gz', '.tgz', '.xz', '.bz2', '.zst', '.iso', '.nii', '.longview')


def of_a_patient(entry):
    return entry.is_dir() or entry.name.lower().endswith(PACKED)


def in_folder(folder):
    """A BIDS data set holds folders of other things, too."""
    pattern = 'sub-*' if (folder / 'dataset_description.json').exists() else '[!.]*'
    return [(entry.name, str(entry)) for entry in sorted(folder.glob(pattern)) if of_a_patient(entry)]


def in_table(file):
    with open(file, newline='', encoding='utf-8-sig') as text:
        table = csv.DictReader(text, delimiter='\t')
        if not {'patient', 'path'} <= set(table.fieldnames or []):
            raise ValueError(f'{file} needs a first line that names its columns: patient, path (with a tab between)')
        return [(line['patient'] or '', line['path'] or '') for line in table]


def paths_of(source):
    """{name: path}. The names are the user's: of folders, or of a table's column. Errors: ValueError, a sentence."""
    source = pathlib.Path(source)
    if source.is_dir():
        return checked(in_folder(source), source)
    if source.is_file():
        return checked(in_table(source), source)
    raise ValueError(f'there is no folder or table of patients {source}; say patients=…')


def checked(found, source):
    paths = {}
    for name, path in found:
        if not re.fullmatch(r'[\w+=@()., -]+', name) or name.strip('. ') == '':
            raise ValueError(f'the patient {name!r} in {source} needs a name of letters, digits, spaces and + = @ ( ) . , _ -')
        if not path.strip():
            raise ValueError(f'the patient {name!r} in {source} has no path')
        if name in paths:
            raise ValueError(f'the patient {name!r} stands twice in {source}; give both paths names of their own')
        paths[name] = path
    if not paths:
        raise ValueError(f'there are no patients in {source}')
    return paths


def results_in(folder, source):
    """Nothing is written among the patients' own files."""
    if pathlib.Path(source).resolve() in (pathlib.Path(folder).resolve(), *pathlib.Path(folder).resolve().parents):
        raise ValueError(f'the results may not lie in the folder of the patients, {source}; say results=…')
    return str(folder)


def program(named, here):
    """The one that is named, the one that was built beside this folder, or the installed one."""
    built = pathlib.Path(here, '../../build/release/bin/longview').resolve()
    found = named or (str(built) if built.exists() else shutil.which('longview'))
    if not found or not shutil.which(found):
        raise ValueError('longview is not found; build it, install it, or say longview=PATH')
    return os.path.abspath(shutil.which(found))
