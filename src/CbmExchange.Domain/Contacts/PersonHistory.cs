using System.Collections.Immutable;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Contacts;

/// <summary>
/// Which persons a contact ever had, and since when each is replaced: not in the newest version, in no other that was
/// neither superseded nor abandoned, and in nothing that a recipient was given last. A person who comes back is not
/// replaced.
/// </summary>
public sealed record PersonHistory
{
    private PersonHistory()
    {
    }

    /// <summary>Nothing has happened yet.</summary>
    public static PersonHistory Empty { get; } = new();

    /// <summary>The contact as folded so far.</summary>
    public RecordState State { get; private init; } = RecordState.Empty;

    /// <summary>Persons (<see cref="PersonalData.PersonOf(System.Text.Json.JsonElement)"/>) and since when.</summary>
    public ImmutableDictionary<string, DateTimeOffset> ReplacedSince { get; private init; } =
        ImmutableDictionary<string, DateTimeOffset>.Empty;

    /// <summary>Takes the next event of the contact's stream.</summary>
    public PersonHistory Apply(IEvent happened, DateTimeOffset at)
    {
        var (before, state) = (Living(State), State.Apply(happened));
        var now = Living(state);
        return new PersonHistory
        {
            State = state,
            ReplacedSince = ReplacedSince.RemoveRange(now)
                .AddRange(before.Except(now).Select(person => KeyValuePair.Create(person, at))),
        };
    }

    private static ImmutableHashSet<string> Living(RecordState state) =>
    [
        .. state.Versions.Where((version, index) => index == state.Versions.Length - 1
                || version.Status is not (VersionStatus.Superseded or VersionStatus.Abandoned))
            .SelectMany(version => PersonalData.PersonsOf(version.Content)),
        .. state.Given.Values.SelectMany(given => PersonalData.PersonsOf(given.View)),
    ];
}
