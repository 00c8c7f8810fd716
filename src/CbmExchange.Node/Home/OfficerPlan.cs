using System.Collections.Immutable;
using CbmExchange.Domain.Officers;

namespace CbmExchange.Node.Home;

/// <summary>An officer that init enrols: a desk and its roles, never a person's name.</summary>
/// <param name="Label">Lower-kebab; also the name of the files.</param>
/// <param name="Roles">Codes of <see cref="Domain.Officers.Roles"/>.</param>
internal sealed record OfficerPlan(string Label, ImmutableArray<string> Roles)
{
    private const int LabelCharsMax = 40;

    /// <summary>
    /// Who is enrolled when nobody is named: enough for every journey, each role with another person.
    /// </summary>
    public static ImmutableArray<OfficerPlan> Default { get; } =
    [
        new("admin", [Domain.Officers.Roles.NodeAdmin]),
        new("author", [Domain.Officers.Roles.PocOfficer]),
        new("authority", [Domain.Officers.Roles.ReleasingAuthority]),
        new("duty", [Domain.Officers.Roles.DutyOfficer]),
        new("nominator", [Domain.Officers.Roles.NominatingAuthority]),
    ];

    /// <summary>Reads LABEL=ROLE,ROLE of each; all faults at once.</summary>
    public static ImmutableArray<OfficerPlan> Parse(IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
        {
            return Default;
        }

        var plans = texts.Select(Parse).ToImmutableArray();
        string[] faults =
        [
            .. plans.Zip(texts).SelectMany(pair => Faults(pair.First, pair.Second)),
            .. plans.GroupBy(plan => plan.Label, StringComparer.Ordinal).Where(group => group.Count() > 1)
                .Select(group => $"--officer {group.Key} is given twice."),
        ];
        if (faults.Length == 0 && !plans.Any(plan => plan.Roles.Contains(Domain.Officers.Roles.NodeAdmin)))
        {
            faults = ["No --officer has the role node-admin; without one nobody could enrol others."];
        }

        return faults.Length == 0 ? plans : throw new StartupException([.. faults]);
    }

    private static OfficerPlan Parse(string text)
    {
        var parts = text.Split('=', 2);
        return new OfficerPlan(
            parts[0], [.. parts.Length == 2 ? parts[1].Split(',', StringSplitOptions.RemoveEmptyEntries) : []]);
    }

    private static IEnumerable<string> Faults(OfficerPlan plan, string text)
    {
        if (plan.Label.Length is 0 or > LabelCharsMax
            || !plan.Label.All(
                character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-'))
        {
            yield return $"--officer \"{text}\": the label is 1 to {LabelCharsMax} of a-z, 0-9 and -.";
        }

        if (plan.Roles.IsEmpty)
        {
            yield return $"--officer \"{text}\": write LABEL=ROLE,ROLE.";
        }

        foreach (var role in plan.Roles.Where(role => !Domain.Officers.Roles.CanBeHeld(role)))
        {
            yield return $"--officer \"{text}\": there is no role \"{role}\"; the roles are "
                + $"{string.Join(", ", Domain.Officers.Roles.All)}.";
        }
    }
}
