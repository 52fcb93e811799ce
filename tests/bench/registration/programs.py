"""Whole programs, longview's and the peers' from Debian: commands, their answers as maps, and what they cost."""
import json, os, re, shutil, subprocess, sys, tempfile

import numpy as np

from rigid import LPS, read_itk, rigid, turn

PLASTIMATCH = '''[GLOBAL]
fixed={fixed}
moving={moving}
{mask}xform_out={out}
[STAGE]
xform=align_center
'''
STAGE = '''[STAGE]
xform=rigid
impl=itk
optim=versor
metric=mattes
num_samples={}
max_its={}
max_step={}
min_step={}
rsg_grad_tol={}
{}
'''
CHEAP = STAGE.format(20000, 100, 4, .5, 1e-5, 'res_mm=4 4 4') + STAGE.format(50000, 60, 1, .01, 1e-5, 'res_mm=2 2 3')
ACCURATE = CHEAP + STAGE.format(200000, 200, .5, .0005, 1e-7, 'res_vox=1 1 1')
ELASTIX = '''(FixedInternalImagePixelType "float")
(MovingInternalImagePixelType "float")
(FixedImageDimension 3)
(MovingImageDimension 3)
(UseDirectionCosines "true")
(Registration "MultiResolutionRegistration")
(Interpolator "LinearInterpolator")
(ResampleInterpolator "FinalBSplineInterpolator")
(FinalBSplineInterpolationOrder 1)
(Resampler "DefaultResampler")
(FixedImagePyramid "FixedSmoothingImagePyramid")
(MovingImagePyramid "MovingSmoothingImagePyramid")
(Optimizer "AdaptiveStochasticGradientDescent")
(Transform "EulerTransform")
(Metric "AdvancedMattesMutualInformation")
(AutomaticScalesEstimation "true")
(AutomaticTransformInitialization "true")
(AutomaticTransformInitializationMethod "CenterOfGravity")
(HowToCombineTransforms "Compose")
(NumberOfHistogramBins 32)
(ErodeMask "false")
(NewSamplesEveryIteration "true")
(ImageSampler "RandomCoordinate")
(CheckNumberOfSamples "false")
(DefaultPixelValue 0)
(WriteResultImage "false")
(AutomaticParameterEstimation "true")
(UseAdaptiveStepSizes "true")
'''
ELASTIX_FAST = ELASTIX + '''(NumberOfResolutions 3)
(ImagePyramidSchedule 8 8 2  4 4 1  2 2 1)
(MaximumNumberOfIterations 250)
(NumberOfSpatialSamples 2048)
'''
ELASTIX_ACCURATE = ELASTIX + '''(NumberOfResolutions 4)
(ImagePyramidSchedule 8 8 2  4 4 1  2 2 1  1 1 1)
(MaximumNumberOfIterations 500)
(NumberOfSpatialSamples 10000)
'''


def plastimatch(stages):
    def command(folder, fixed, moving, mask):
        roi = f'fixed_roi={mask}\n' if mask else ''
        open(f'{folder}/p.txt', 'w').write(PLASTIMATCH.format(fixed=fixed, moving=moving, mask=roi, out=f'{folder}/T.tfm') + stages)
        return ['plastimatch', 'register', f'{folder}/p.txt']
    return command, lambda folder: read_itk(f'{folder}/T.tfm')


def elastix(parameters):
    def command(folder, fixed, moving, mask):
        open(f'{folder}/p.txt', 'w').write(parameters)
        return ['elastix', '-f', fixed, '-m', moving, '-out', folder, '-p', f'{folder}/p.txt', '-threads', '2'] + (['-fMask', mask] if mask else [])

    def answer(folder):
        text = open(f'{folder}/TransformParameters.0.txt').read()
        p = np.array(re.search(r'\(TransformParameters ([^)]*)\)', text).group(1).split(), float)
        centre = np.array(re.search(r'\(CenterOfRotationPoint ([^)]*)\)', text).group(1).split(), float)
        x, y, z = (turn(axis, np.rad2deg(angle)) for axis, angle in zip(np.eye(3), p[:3]))
        r = z @ y @ x if 'ComputeZYX "true"' in text else z @ x @ y
        return LPS @ rigid(r, p[3:], centre) @ LPS
    return command, answer


def longview(path):
    def command(folder, fixed, moving, mask):
        return [path, 'register', fixed, moving, '--out', f'{folder}/T.txt', '--threads', '2', '--metric', 'cpu'] + (['--mask', mask] if mask else [])
    return command, lambda folder: np.loadtxt(f'{folder}/T.txt', comments='#')


PEERS = {'plastimatch-acc': plastimatch(ACCURATE), 'plastimatch': plastimatch(CHEAP),
         'elastix-fast': elastix(ELASTIX_FAST), 'elastix-acc': elastix(ELASTIX_ACCURATE)}


def here():
    """Peers that are installed; says which are not."""
    for program in ('plastimatch', 'elastix'):
        if not shutil.which(program):
            print(f'SKIPPED: {program} is not installed (third_party/install bench)')
    return {name: peer for name, peer in PEERS.items() if shutil.which(name.split('-')[0])}


# A process inherits its parent's peak memory, so a small one starts the program.
STOPWATCH = '''import json, resource, subprocess, sys, time
begin = time.monotonic()
subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
wall, used = time.monotonic() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({"wall_s": wall, "cpu_s": used.ru_utime + used.ru_stime, "memory_mb": used.ru_maxrss / 1024}))'''


def run(program, task, mask=None):
    """{"pose", "wall_s", "cpu_s", "memory_mb"} of one process on two threads; pose None where it failed."""
    command, answer = program
    with tempfile.TemporaryDirectory() as folder:
        timed = subprocess.run([sys.executable, '-S', '-c', STOPWATCH, *command(folder, task['fixed'], task['moving'], mask)], check=True, stdout=subprocess.PIPE,
                               env=dict(os.environ, OMP_NUM_THREADS='2', ITK_GLOBAL_DEFAULT_NUMBER_OF_THREADS='2'))
        result = {**json.loads(timed.stdout), 'pose': None}
        try:
            result['pose'] = answer(folder)
        except (OSError, AttributeError, ValueError, KeyError):
            pass
        return result


class Batch:
    """registration_batch: longview's registration in memory."""

    def __init__(self, build, threads=2):
        self.process = subprocess.Popen([os.path.join(build, 'bin', 'registration_batch'), str(threads)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __call__(self, task, **changes):
        task = {**task, **changes}
        sent = {key: np.asarray(task[key]).ravel().tolist() if key in ('header', 'start') else task[key]
                for key in ('fixed', 'moving', 'mask', 'header', 'crop', 'start', 'focus', 'row') if task.get(key) is not None}
        self.process.stdin.write(json.dumps(sent) + '\n')
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())
