namespace Sessvm.Fingerprints.Internal;

/// <summary>The policy that strict and relaxed both are: a list of attributes, each with its rule.</summary>
internal sealed class RulePolicy : FingerprintPolicy
{
    private readonly (FingerprintAttribute Attribute, AttributeRule Rule)[] _rules;
    private readonly Verdict?[] _agreed = new Verdict?[AttributeSets.Count]; // where nothing differs, the set that agrees says all
    private readonly int _min;
    private readonly VerdictAction _whenShort;

    private RulePolicy(FingerprintMode mode, (FingerprintAttribute Attribute, AttributeRule Rule)[] rules, int? min)
        : base(mode == FingerprintMode.Strict ? "strict" : "relaxed")
    {
        bool strict = mode == FingerprintMode.Strict;
        _rules = rules;
        _min = min ?? rules.Sum(entry => entry.Rule.Counts && (strict || entry.Rule.Required) ? entry.Rule.Weight : 0);
        _whenShort = strict ? VerdictAction.Refuse : VerdictAction.StepUp;
    }

    public static new RulePolicy Create(FingerprintPolicyOptions options)
    {
        if (!Enum.IsDefined(options.Mode))
        {
            throw new ArgumentException($"Sessvm:Fingerprint:Mode is {options.Mode}; allowed is Strict, Relaxed, Adaptive.", nameof(options));
        }

        ValidateRules(options);
        (FingerprintAttribute Attribute, AttributeRule Rule)[] rules =
        [
            .. FingerprintAttribute.All.Select(attribute => (attribute, RuleOf(attribute, options))),
        ];

        int total = rules.Sum(entry => entry.Rule.Counts ? entry.Rule.Weight : 0);
        if (options.Min < 0 || options.Min > total)
        {
            throw new ArgumentException($"Sessvm:Fingerprint:Min is {options.Min}; allowed is 0 to {total}.", nameof(options));
        }

        return new(options.Mode, rules, options.Min);
    }

    public override Verdict Judge(Fingerprint stored, Fingerprint seen)
    {
        ArgumentNullException.ThrowIfNull(stored);
        ArgumentNullException.ThrowIfNull(seen);
        int matched = 0;
        int failed = 0;
        int skipped = 0;
        int score = 0;
        int need = _min;
        VerdictAction action = VerdictAction.Accept;
        for (int i = 0; i < _rules.Length; i++)
        {
            (FingerprintAttribute attribute, AttributeRule rule) = _rules[i];
            AttributeMatch match = attribute.Compare(stored, seen, rule);
            ref int told = ref failed;
            switch (match)
            {
                case AttributeMatch.Hit:
                    told = ref matched;
                    break;
                case AttributeMatch.Skip:
                    told = ref skipped;
                    break;
            }

            told |= 1 << i;
            if (!rule.Counts)
            {
                continue;
            }

            score += match == AttributeMatch.Hit ? rule.Weight : 0;
            need -= match == AttributeMatch.Skip ? rule.Weight : 0;
            action = match == AttributeMatch.Miss ? Sterner(action, rule.WhenFailed) : action;
        }

        need = Math.Max(need, 0);
        if (failed == 0 && _agreed[matched] is { } agreed)
        {
            return agreed;
        }

        Verdict verdict = new()
        {
            Mode = Mode,
            Action = score < need ? Sterner(action, _whenShort) : action,
            Matched = AttributeSets.Names(matched),
            Failed = AttributeSets.Names(failed),
            Skipped = AttributeSets.Names(skipped),
            Score = score,
            Need = need,
        };
        if (failed == 0)
        {
            _agreed[matched] = verdict;
        }

        return verdict;
    }

    private static void ValidateRules(FingerprintPolicyOptions options)
    {
        foreach ((string name, AttributeRule rule) in options.Rules)
        {
            if (FingerprintAttribute.All.All(attribute => attribute.Name != name))
            {
                string allowed = string.Join(", ", FingerprintAttribute.All.Select(attribute => attribute.Name));
                throw new ArgumentException($"Sessvm:Fingerprint:Rules has «{name}»; allowed is {allowed}.", nameof(options));
            }

            ArgumentNullException.ThrowIfNull(rule, name);
            rule.Validate(name);
        }
    }

    private static AttributeRule RuleOf(FingerprintAttribute attribute, FingerprintPolicyOptions options)
    {
        if (options.Rules.TryGetValue(attribute.Name, out AttributeRule? rule))
        {
            return rule;
        }

        return options.Mode == FingerprintMode.Strict ? attribute.Strict : attribute.Relaxed;
    }

    private static VerdictAction Sterner(VerdictAction one, VerdictAction other) => one > other ? one : other;
}
