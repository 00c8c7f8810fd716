using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;
using static CbmExchange.Domain.Tests.Fixture;

namespace CbmExchange.Domain.Tests;

/// <summary>What a release of one type must not be, beside the rules of all types.</summary>
public sealed class TypeReleaseTests
{
    private static readonly AudienceMember ToXb = AudienceMember.Participant(Xb);

    [Theory]
    [InlineData("reported", TlpLabels.Clear, "VULNERABILITY_NOT_PUBLIC")]
    [InlineData("coordinated", TlpLabels.Clear, "VULNERABILITY_NOT_PUBLIC")]
    [InlineData("coordinated", TlpLabels.Green, null)]
    [InlineData("public", TlpLabels.Clear, null)]
    public void A_vulnerability_is_not_clear_before_it_is_public(string state, string tlp, string? reason)
    {
        var content = With(
            Templates.Of("vulnerability-notice"), ("state", $"\"{state}\""), ("embargoUntil", null));

        Assert.Equal(reason, ReasonOf("vulnerability-notice", content, Grant(ToXb, tlp)));
    }

    [Fact]
    public void An_embargo_that_ended_widens_nothing()
    {
        var content = With(Templates.Of("vulnerability-notice"), ("embargoUntil", "\"2020-01-01T00:00:00Z\""));

        Assert.Equal(
            "VULNERABILITY_NOT_PUBLIC", ReasonOf("vulnerability-notice", content, Grant(ToXb, TlpLabels.Clear)));
    }

    [Theory]
    [InlineData("capacity-need")]
    [InlineData("capacity-match")]
    public void A_need_goes_to_helpers_named_one_by_one_unless_its_author_says_otherwise(string type)
    {
        var named = Templates.Of(type);
        var silent = With(named, ("confidentiality", null));
        var open = With(named, ("confidentiality", "\"bodies\""));
        var body = Grant(AudienceMember.MembersOf(Body), TlpLabels.Green);

        Assert.Null(ReasonOf(type, silent, Grant(ToXb)));
        Assert.Equal("NEED_TO_NAMED_HELPERS", ReasonOf(type, silent, body));
        Assert.Equal("NEED_TO_NAMED_HELPERS", ReasonOf(type, named, body));
        Assert.Equal(
            "NEED_TO_NAMED_HELPERS",
            ReasonOf(type, silent, Grant(ToXb), Grant(AudienceMember.SecretariatOf(Body))));
        Assert.Null(ReasonOf(type, open, body));
    }

    [Theory]
    [InlineData("clarification-request", "addressedTo", "\"00000000-0000-4000-8000-00000000000b\"")]
    [InlineData("consultation", "with", "[\"00000000-0000-4000-8000-00000000000b\"]")]
    public void A_question_goes_to_whom_it_names_and_to_the_facilitator_agreed_on(string type, string field, string to)
    {
        var content = With(Templates.Of(type), (field, to));
        var facilitated = With(
            content, ("facilitator", $$"""{"participantId":"{{Xo.Value}}","consentReference":"Notes 3 and 4"}"""));

        Assert.Null(ReasonOf(type, content, Grant(ToXb)));
        Assert.Equal("NOT_ADDRESSED", ReasonOf(type, content, Grant(AudienceMember.Participant(Xc))));
        Assert.Equal("NOT_ADDRESSED", ReasonOf(type, content, Grant(AudienceMember.MembersOf(Body))));
        Assert.Equal("NOT_ADDRESSED", ReasonOf(type, content, Grant(AudienceMember.Participant(Xo))));
        Assert.Null(ReasonOf(type, facilitated, Grant(ToXb), Grant(AudienceMember.Participant(Xo))));
    }

    [Fact]
    public void A_question_under_a_wider_label_than_usual_is_pointed_out()
    {
        var content = With(Templates.Of("clarification-request"), ("addressedTo", $"\"{Xb.Value}\""));
        var state = Cleared("clarification-request", content);

        Assert.Contains("WIDER_THAN_USUAL", CodesOf(state, TlpLabels.Amber));
        Assert.DoesNotContain("WIDER_THAN_USUAL", CodesOf(state, TlpLabels.AmberStrict));
        Assert.DoesNotContain("WIDER_THAN_USUAL", CodesOf(state, TlpLabels.Red));
    }

    [Fact]
    public void The_stage_of_a_consultation_only_moves_forward()
    {
        var held = With(
            Templates.Of("consultation"), ("stage", "\"held\""), ("heldOn", "\"2026-12-01\""));
        var state = Cleared("consultation", held);
        var back = RecordDecider.Revise(
            state,
            new ReviseRecord { Actor = Poc, Content = Templates.Of("consultation") },
            Self,
            Policies.Default,
            Now);

        Assert.Equal("stage", Assert.Single(back.Refusal!.Faults).Field);
    }

    [Fact]
    public void Each_helper_sees_its_own_address_only()
    {
        var content = With(
            Templates.Of("assistance-request"),
            ("addressees", $$"""
                [{"participantId":"{{Xb.Value}}","role":"action"},{"participantId":"{{Xc.Value}}","role":"action"}]
                """));
        var released = Releasing(
            Cleared("assistance-request", content), Grant(ToXb), Grant(AudienceMember.Participant(Xc))).Released();

        Assert.All(released.Recipients, recipient => Assert.Single(
            recipient.Paths, path => path.Field == "addressees" && path.Element is not null));
    }

    private static string? ReasonOf(string type, RecordContent content, params ReleaseGrant[] grants) =>
        Releasing(Cleared(type, content), [.. grants]).Refusal?.Reason;

    private static IEnumerable<string> CodesOf(RecordState state, string tlp) =>
        RecordDecider
            .Preview(
                state, new ReleaseRecord { Actor = Releaser, Grants = [Grant(ToXb, tlp)] }, Setting(), Now)
            .Value.Warnings.Select(warning => warning.Code);
}
