#!/usr/bin/env python3
"""What scikit-learn reaches on the sets beside this file, split as the examples split them: every fifth row is for the test.

    python3 baselines.py
"""

import pathlib

import numpy as np
import sklearn
from sklearn.linear_model import LinearRegression, LogisticRegression, QuantileRegressor
from sklearn.metrics import accuracy_score, balanced_accuracy_score, mean_pinball_loss, r2_score
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

FOLDER = pathlib.Path(__file__).parent


def split(x, y):
    test = np.arange(len(x)) % 5 == 0
    return x[~test], y[~test], x[test], y[test]


def california_housing() -> None:
    rows = np.genfromtxt(FOLDER / "california_housing/housing.csv.gz", delimiter=",", dtype=str, skip_header=1)
    rows = rows[(rows != "").all(axis=1)]
    shores = np.unique(rows[:, 9])
    numbers = rows[:, :8].astype(float)
    x = np.hstack([numbers, rows[:, 9:] == shores])
    y = rows[:, 8].astype(float) / 1e5
    a, b, c, d = split(x, y)
    for model in (LinearRegression(), KNeighborsRegressor(10)):
        guess = make_pipeline(StandardScaler(), model).fit(a, b).predict(c)
        print(f"california_housing {model}: R² {r2_score(d, guess):.4f}, RMSE {np.sqrt(np.mean((guess - d) ** 2)):.4f}")
    a, b, c, d = split(numbers, y)
    model = QuantileRegressor(quantile=0.9, alpha=0)
    guess = make_pipeline(StandardScaler(), model).fit(a, b).predict(c)
    print(f"custom_loss {model}: mean pinball loss {mean_pinball_loss(d, guess, alpha=0.9):.4f}")


def breast_cancer() -> None:
    rows = np.genfromtxt(FOLDER / "breast_cancer/breast_cancer.csv", delimiter=",", skip_header=1)
    a, b, c, d = split(rows[:, :-1], rows[:, -1])
    for model in (
        LogisticRegression(class_weight="balanced", max_iter=1000),
        GaussianNB(),
        KNeighborsClassifier(),
        DecisionTreeClassifier(class_weight="balanced", random_state=0),
    ):
        guess = make_pipeline(StandardScaler(), model).fit(a, b).predict(c)
        print(f"breast_cancer {model}: accuracy {accuracy_score(d, guess):.4f}, balanced {balanced_accuracy_score(d, guess):.4f}")


def japanese_vowels() -> None:
    train, test = (np.load(FOLDER / f"japanese_vowels/{name}.npz") for name in ("train", "test"))
    flat = lambda data: data["x"].reshape(len(data["x"]), -1)
    for model in (LogisticRegression(max_iter=2000), KNeighborsClassifier(1), GaussianNB()):
        model = make_pipeline(StandardScaler(), model).fit(flat(train), train["y"])
        print(f"japanese_vowels {model[-1]}: accuracy {accuracy_score(test['y'], model.predict(flat(test))):.4f}")


print("scikit-learn", sklearn.__version__)
california_housing()
breast_cancer()
japanese_vowels()
