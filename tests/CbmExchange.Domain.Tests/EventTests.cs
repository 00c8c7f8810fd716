using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;
using static CbmExchange.Domain.Tests.Fixture;

namespace CbmExchange.Domain.Tests;

public sealed class EventTests
{
    [Fact]
    public void Every_event_has_an_alias_of_its_own()
    {
        var aliases = typeof(IEvent)
            .Assembly.GetTypes()
            .Where(type => type.IsClass && typeof(IEvent).IsAssignableFrom(type))
            .Select(type => type.GetCustomAttribute<EventAliasAttribute>()?.Alias)
            .ToArray();
        Assert.All(aliases, Assert.NotNull);
        Assert.All(aliases, alias => Assert.Matches(new Regex("^[a-z]+(_[a-z]+)*$"), alias!));
        Assert.Equal(aliases.Length, aliases.Distinct().Count());
    }

    [Fact]
    public void Stored_as_JSON_and_read_back_events_fold_to_the_same_record()
    {
        var events = new List<IEvent>();
        var state = RecordState.Empty;
        void Take(Outcome<ImmutableArray<IEvent>> outcome)
        {
            state = state.Then(outcome);
            events.AddRange(outcome.Value);
        }

        Take(Draft(RecordTypes.PointOfContact));
        Take(RecordDecider.Nominate(state, new NominateContact { Actor = Nominator, Nomination = Nomination }, Now));
        Take(RecordDecider.Submit(state, new SubmitRecord { Actor = Poc }, Self, Now));
        Take(
            RecordDecider.Clear(
                state,
                new ClearRecord { Actor = Releaser },
                Signed(1) with
                {
                    Disclosures = [new ClaimDisclosure(new ClaimPath("persons", "head"), "abc")],
                },
                Policies.Default,
                Now
            )
        );
        Take(Releasing(state, Grant(AudienceMember.MembersOf(Body))));
        Take(
            RecordDecider.EndContact(
                state,
                new EndContact { Actor = Nominator, RemovalReference = "n" },
                Policies.Default,
                Now
            )
        );

        var read = RecordState.Fold(
            events.Select(one =>
                (IEvent)JsonSerializer.Deserialize(JsonSerializer.Serialize(one, one.GetType()), one.GetType())!
            )
        );
        Assert.Equal(state.Version, read.Version);
        Assert.Equal(state.Versions[0].Content, read.Versions[0].Content);
        Assert.Equal(state.SeenBy(Xb)!.View, read.SeenBy(Xb)!.View);
        Assert.Equal(state.SeenBy(Xc)!.Marking, read.SeenBy(Xc)!.Marking);
        Assert.Equal(state.Withdrawal!.Told, read.Withdrawal!.Told);
    }

    [Fact]
    public void A_record_whose_personal_data_was_destroyed_still_folds()
    {
        var drafted = Draft(RecordTypes.PointOfContact).Value.OfType<RecordDrafted>().Single();
        var state = RecordState.Fold([
            drafted with
            {
                Content = ContentDefaults.Without(drafted.Content, PersonalData.PersonsField),
            },
        ]);
        Assert.Empty(PersonalData.ElementsOf(state.Working!.Content));
        Assert.Equal("persons/head", Assert.Single(PersonalData.ElementsOf(drafted.Content)).ToString());
    }
}
