using System.Globalization;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Web.Publishing.Release;

/// <summary>
/// Understands who is meant: designator, name, or the beginning of one name only. Never a guess: what could be two is
/// asked back, and what is nobody is said, so that a misspelt exclusion excludes nobody unnoticed.
/// </summary>
internal static class AudienceNames
{
    private const CompareOptions Loosely = CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace;

    /// <summary>Designators of those named, and what was not understood.</summary>
    public static (IReadOnlyList<string> Found, IReadOnlyList<string> Faults) Resolve(
        string typed, IReadOnlyList<ParticipantView> participants)
    {
        var (found, faults) = (new List<string>(), new List<string>());
        foreach (var name in typed.Split(
            [',', ';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var matches = Matches(name, participants);
            if (matches.Count == 1)
            {
                found.Add(matches[0].Designator);
            }
            else
            {
                faults.Add(matches.Count == 0
                    ? $"{name}: there is no such participant."
                    : $"{name}: could be "
                        + string.Join(", ", matches.Take(6).Select(one => $"{one.Designator} ({one.Name})")) + ".");
            }
        }

        return (found, faults);
    }

    private static List<ParticipantView> Matches(string name, IReadOnlyList<ParticipantView> participants)
    {
        List<ParticipantView> Where(Func<ParticipantView, bool> fits) => [.. participants.Where(fits)];
        bool Same(string one) => CultureInfo.InvariantCulture.CompareInfo.Compare(one, name, Loosely) == 0;
        var exact = Where(one => Same(one.Designator) || Same(one.Name) || one.ParticipantId == name);
        return exact.Count > 0
            ? exact
            : Where(one => CultureInfo.InvariantCulture.CompareInfo.IsPrefix(one.Name, name, Loosely));
    }
}
