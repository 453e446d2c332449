from tests.quality.evaluation import KIT

collect_ignore = [] if KIT.is_dir() else ["test_evaluation.py", "test_main_event.py"]
