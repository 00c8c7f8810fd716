using CbmExchange.Contracts.Record.V1;
using CbmExchange.Envelopes.Statements;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Envelopes.Tests.Statements;

public sealed class ContentTimesTests
{
    [Theory]
    [InlineData(-62135596800, 0, true)]
    [InlineData(253402300799, 999_999_999, true)]
    [InlineData(-62135596801, 0, false)]
    [InlineData(253402300800, 0, false)]
    [InlineData(0, -1, false)]
    [InlineData(0, 1_000_000_000, false)]
    public void A_time_that_is_no_moment_is_named_wherever_it_stands(long seconds, int nanos, bool isMoment)
    {
        var time = new Timestamp { Seconds = seconds, Nanos = nanos };
        var notification = new IncidentNotification
        {
            AwareAt = time,
            OccurredAt = new TimeRange { Earliest = time },
        };

        Assert.Equal(
            isMoment ? [] : ["occurredAt.earliest", "awareAt"],
            ContentTimes.Faults(notification).Select(fault => fault.Field));
    }
}
