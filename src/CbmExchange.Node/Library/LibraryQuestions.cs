using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Errors;
using CbmExchange.Node.Participants;
using CbmExchange.Node.Records;
using CbmExchange.Store.Documents;

namespace CbmExchange.Node.Library;

/// <summary>Questions to the library as its reader takes them: what the officer may read, whose, about what.</summary>
internal sealed class LibraryQuestions(ParticipantTable participants, ReadRights rights)
{
    /// <summary>Characters of a code in a question.</summary>
    private const int CodeCharsMax = 64;

    /// <summary>A question about records that the officer may read.</summary>
    public LibraryQuery Of(OfficerCall call, Func<string, bool> isWanted, int countMax) => new()
    {
        OwnTypes = [.. rights.Types(call, isOwn: true).Where(isWanted)],
        HeldTypes = [.. rights.Types(call, isOwn: false).Where(isWanted)],
        CountMax = countMax,
    };

    /// <summary>The question of a search; null when it is about somebody who is not known here.</summary>
    public LibraryQuery? Of(OfficerCall call, SearchLibraryRequest request, string[] words, int countMax)
    {
        var asked = ContextAsked.Of(request.Context, request.ExerciseId);
        var originator = request.State.Length == 0 ? null : participants.State.Resolve(request.State);
        return request.State.Length > 0 && originator is null
            ? null
            : Of(call, type => IsWanted(type, request.RecordType), countMax) with
            {
                Words = words,
                Originators = originator is null ? null : [originator.Participant],
                Context = asked.Context,
                ExerciseId = asked.ExerciseId,
                Kind = OrNull(request.Kind),
                Language = OrNull(request.Language),
                Topic = OrNull(request.Topic),
                InForceOn = OrNull(request.InForceOn),
                ChangedSince = request.ChangedSince?.ToDateTimeOffset(),
                Measure = OrNull(request.Measure),
                MeasureTypes = [.. RecordCatalogue.Codes(row => row.Measures.Contains(request.Measure))],
            };
    }

    /// <summary>What is wrong with the filters of a search.</summary>
    public static IEnumerable<FieldFault> Faults(SearchLibraryRequest request)
    {
        foreach (var (name, value) in Codes(request).Where(one => one.Value.Length > CodeCharsMax))
        {
            yield return new FieldFault(name, "Give a code of at most 64 characters.");
        }

        if (request.InForceOn.Length > 0 && !TextRules.IsDay(request.InForceOn))
        {
            yield return new FieldFault("in_force_on", "Give a day, e.g. 2026-11-22.");
        }

        if (HasFilters(request) && request.Shelf is not ("" or "documents"))
        {
            yield return new FieldFault("shelf", "Public reference data has none of these; give documents or nothing.");
        }
    }

    /// <summary>True for a search that only documents can answer.</summary>
    public static bool HasFilters(SearchLibraryRequest request) =>
        request.InForceOn.Length > 0 || request.ChangedSince is not null
        || Codes(request).Any(one => one.Value.Length > 0);

    /// <summary>The participant that a text names; refused when none or several are called so.</summary>
    public ParticipantId StateOf(string text, string field) =>
        participants.State.Resolve(text)?.Participant
        ?? throw RefusalStatus.ToException(Refusal.Invalid(
            [new FieldFault(field, "Give the code, designator or name of one participant of this instance.")]));

    private static bool IsWanted(string type, string recordType) =>
        LibraryLine.IsOnShelf(type) && (recordType.Length == 0 || type == recordType);

    private static (string Name, string Value)[] Codes(SearchLibraryRequest request) =>
    [
        ("kind", request.Kind), ("language", request.Language), ("topic", request.Topic), ("measure", request.Measure),
    ];

    private static string? OrNull(string value) => value.Length == 0 ? null : value;
}
