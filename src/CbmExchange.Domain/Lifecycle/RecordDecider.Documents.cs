using System.Collections.Immutable;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Lifecycle;

/// <content>The review of a State's own document.</content>
public static partial class RecordDecider
{
    /// <summary>
    /// Begins a version of a published document that says the same, with a new date of review. It goes the way of every
    /// version: submitted, cleared by a second person, released. Refusals: as Revise, NOT_A_DOCUMENT, WRONG_STATE.
    /// </summary>
    public static Outcome<ImmutableArray<IEvent>> ConfirmDocument(
        RecordState state, ConfirmDocument command, NodeIdentity self, Policies policies, DateTimeOffset now)
    {
        if (LifecycleRules.OfRecord(state, command) is { } refusal)
        {
            return refusal;
        }

        if (RecordCatalogue.Find(state.Header!.RecordType) is not { Family: RecordFamily.Document })
        {
            return LifecycleRules.No("NOT_A_DOCUMENT", "Only a document of the library is confirmed so.");
        }

        if (state.NewestCleared is not { } newest || state.Working is not null)
        {
            return LifecycleRules.WrongState(
                "Only a document that was cleared, and of which no version is being worked on, can be confirmed: "
                    + "finish or abandon that version first.");
        }

        return Revise(
            state,
            new ReviseRecord
            {
                Actor = command.Actor,
                Expected = command.Expected,
                Content = DocumentReview.Confirmed(newest.Content, now, policies),
            },
            self,
            policies,
            now);
    }
}
