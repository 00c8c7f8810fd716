using CbmExchange.Node.Tests.Readings;

namespace CbmExchange.Node.Tests.Cases;

/// <summary>What one side writes to the other about a message is in one case on both sides.</summary>
public sealed class OneCaseTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    private const string Matter = "50000000-0000-4000-8000-000000000007";

    [Fact]
    public async Task A_message_into_a_case_whose_name_was_not_told_is_in_the_same_case_for_both()
    {
        // The first recipient of a case is not told what it is called here: there it is called as the message.
        var opening = await CaseSteps.NotifiedAsync(
            nodes.A, "XB", draft => draft.Body.IncidentNotification.CaseId = Matter);
        var there = await CaseSteps.CaseAsync(nodes.B, opening.RecordId);

        var back = await CaseSteps.NotifiedAsync(
            nodes.B, "XA", draft => draft.Body.IncidentNotification.CaseId = there.Case.CaseId);
        var here = await CaseSteps.CaseAsync(nodes.A, Matter, answer => answer.Case.MessageCount == 2);
        var both = await CaseSteps.CaseAsync(nodes.B, opening.RecordId, answer => answer.Case.MessageCount == 2);

        Assert.Equal(opening.RecordId, there.Case.CaseId);
        Assert.Equal(
            [opening.RecordId, back.RecordId], here.Entries.Select(entry => entry.Message?.RecordId).OfType<string>());
        Assert.Equal(opening.RecordId, both.Case.CaseId);
    }
}
