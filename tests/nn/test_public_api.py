"""What the engine offers by name, and that importing it stays light."""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys
from types import ModuleType

import pytest

import sutja.nn

API = {
    "sutja.nn": """Input KerasTensor Layer Model Sequential Variable activations callbacks config datasets
        gradients initializers layers losses metrics models optimizers regularizers saving utils""",
    "sutja.nn.activations": """Activation celu deserialize elu exponential gelu get hard_sigmoid hard_silu
        hard_swish leaky_relu linear log_sigmoid log_softmax mish relu relu6 selu serialize sigmoid silu softmax
        softplus softsign swish tanh""",
    "sutja.nn.callbacks": """BackupAndRestore CSVLogger Callback CallbackList EarlyStopping History
        LambdaCallback LearningRateScheduler ModelCheckpoint ProgbarLogger ReduceLROnPlateau SwapEMAWeights
        TensorBoard TerminateOnNaN""",
    "sutja.nn.config": """accelerated chosen_threads epsilon floatx num_threads processors set_accelerated set_epsilon
        set_floatx set_num_threads threads_chosen""",
    "sutja.nn.datasets": "boston_housing cifar10 cifar100 digits8x8 fashion_mnist imdb mnist mnist5k reuters",
    "sutja.nn.initializers": """Constant GlorotNormal GlorotUniform HeNormal HeUniform Identity Initializer
        LecunNormal LecunUniform Ones Orthogonal RandomNormal RandomUniform TruncatedNormal VarianceScaling Zeros
        deserialize get serialize""",
    "sutja.nn.layers": """Activation Add Average AveragePooling1D AveragePooling2D AvgPool1D AvgPool2D
        BatchNormalization Bidirectional Concatenate Conv1D Conv2D Conv2DTranspose Convolution1D Convolution2D
        Convolution2DTranspose Cropping2D Dense DepthwiseConv2D Dot Dropout ELU Embedding Flatten GRU
        GaussianDropout GaussianNoise GlobalAveragePooling1D GlobalAveragePooling2D GlobalAvgPool1D GlobalAvgPool2D
        GlobalMaxPool1D GlobalMaxPool2D GlobalMaxPooling1D GlobalMaxPooling2D GradientReversal Input InputLayer LSTM
        Layer LayerNormalization LeakyReLU Masking MaxPool1D MaxPool2D MaxPooling1D MaxPooling2D Maximum Maxout
        Minimum Multiply Normalization PReLU Permute RandomContrast RandomCrop RandomFlip RandomRotation
        RandomTranslation RandomZoom ReLU RepeatVector Rescaling Reshape SeparableConv2D SeparableConvolution2D
        SimpleRNN Softmax SpatialDropout2D Subtract TimeDistributed UpSampling2D ZeroPadding2D add average
        concatenate deserialize dot maximum minimum multiply serialize subtract""",
    "sutja.nn.losses": """BinaryCrossentropy BinaryFocalCrossentropy CategoricalCrossentropy
        CategoricalFocalCrossentropy CategoricalGeneralizedCrossEntropy CategoricalHinge CosineSimilarity Dice Hinge
        Huber KLDivergence LogCosh Loss MeanAbsoluteError MeanAbsolutePercentageError MeanSquaredError
        MeanSquaredLogarithmicError Poisson SparseCategoricalCrossentropy SquaredHinge Tversky binary_crossentropy
        binary_focal_crossentropy categorical_crossentropy categorical_focal_crossentropy
        categorical_generalized_cross_entropy categorical_hinge cosine_similarity deserialize dice get hinge huber
        janocha_czarnecki kl_divergence log_cosh mean_absolute_error mean_absolute_percentage_error
        mean_squared_error mean_squared_logarithmic_error poisson serialize sparse_categorical_crossentropy
        squared_hinge tversky""",
    "sutja.nn.metrics": """AUC Accuracy BinaryAccuracy BinaryCrossentropy CategoricalAccuracy
        CategoricalCrossentropy CategoricalHinge CosineSimilarity F1Score FBetaScore FalseNegatives FalsePositives
        Hinge KLDivergence LogCoshError Mean MeanAbsoluteError MeanAbsolutePercentageError MeanMetric
        MeanSquaredError MeanSquaredLogarithmicError Metric Poisson Precision Recall RootMeanSquaredError
        SparseCategoricalAccuracy SparseCategoricalCrossentropy SparseTopKCategoricalAccuracy SquaredHinge Sum
        TopKCategoricalAccuracy TrueNegatives TruePositives deserialize get serialize""",
    "sutja.nn.models": "Model Sequential clone_model load_model model_from_json save_model",
    "sutja.nn.optimizers": """Adadelta Adagrad Adam AdamW Adamax Lion Muon Nadam Optimizer RMSprop SGD
        deserialize get schedules serialize""",
    "sutja.nn.optimizers.schedules": """CosineDecay CosineDecayRestarts ExponentialDecay InverseTimeDecay
        LearningRateSchedule OneCycle PiecewiseConstantDecay PolynomialDecay deserialize serialize""",
    "sutja.nn.primer": """AND AddLayer Affine BLUR DegreeErrors EDGE EMBOSS MulLayer NAND OR Perceptron Relu
        SHARPEN Sigmoid SoftmaxWithLoss TwoLayerNet Weights XOR average_pool batch_cross_entropy compare_degrees
        convolve cosine_map cosine_similarity cross_entropy descent_path elu example_network fit_pieces
        fit_polynomial forward gradient_descent half_squared_error identity leaky_relu max_pool maxout
        mean_squared_error naive_sigmoid naive_softmax numerical_derivative numerical_gradient one_hot pieces
        polynomial relu sgd_step sigmoid signals softmax step tanh train unit zeros_around""",
    "sutja.nn.regularizers": """L1 L1L2 L2 OrthogonalRegularizer Regularizer deserialize get l1 l1_l2 l2
        orthogonal_regularizer serialize""",
    "sutja.nn.saving": """CustomObjectScope custom_object_scope get_custom_objects get_registered_name
        get_registered_object load_model load_weights read_metadata register_keras_serializable save_model
        save_weights""",
    "sutja.nn.utils": """Progbar PyDataset clear_session draw_graph model_to_dot normalize pad_sequences
        plot_model set_random_seed split_dataset to_categorical""",
}


@pytest.mark.parametrize("module", API)
def test_the_public_names_are_these(module: str) -> None:
    names = importlib.import_module(module).__all__
    assert sorted(names) == sorted(API[module].split())
    assert len(set(names)) == len(names)


def submodules() -> list[ModuleType]:
    found = pkgutil.walk_packages(sutja.nn.__path__, "sutja.nn.")
    return [sutja.nn, *(importlib.import_module(module.name) for module in found)]


def test_every_public_name_exists_and_is_explained() -> None:
    for module in submodules():
        assert module.__doc__, module.__name__
        for name in getattr(module, "__all__", []):
            assert hasattr(module, name), f"{module.__name__}.{name}"
            assert getattr(module, name).__doc__, f"{module.__name__}.{name}"


@pytest.mark.parametrize(
    ("module", "ours"),
    [("layers", {"GradientReversal", "Maxout"}), ("models", set()), ("callbacks", set()), ("utils", {"draw_graph"})],
)
def test_a_name_that_keras_does_not_have_is_none_of_ours(keras: object, module: str, ours: set[str]) -> None:
    theirs = dir(importlib.import_module(f"keras.{module}"))
    assert set(API[f"sutja.nn.{module}"].split()) - set(theirs) <= ours


def test_importing_the_engine_imports_nothing_heavy() -> None:
    code = """
import sys
import sutja.nn
heavy = "h5py rich keras jax tensorflow torch scipy PIL matplotlib pooch mlxtend sklearn cv2 threadpoolctl"
print(*sorted(name for name in heavy.split() if name in sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == ""
